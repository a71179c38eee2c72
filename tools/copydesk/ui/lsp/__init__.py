"""The language server: the Language Server Protocol around `copydesk.editor`."""
