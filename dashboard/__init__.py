"""What the pages share: opening a release, asking it, drawing the answers. Derives no figure."""
