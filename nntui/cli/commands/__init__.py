"""The commands, a module each; `nntui.cli.registry` lists them."""
