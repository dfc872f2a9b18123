"""Publishing: the MkDocs plugin, the plain tree, and the hosts that the command runs."""
