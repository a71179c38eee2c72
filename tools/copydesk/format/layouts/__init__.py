"""The layouts that `copydesk fmt --layout` writes, one file each."""
