"""The outermost layer: the command line. Only here is anything printed or argv read."""
