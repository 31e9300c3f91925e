"""What cards and pages are: Page, Card, Table, labels, boundaries. Draws nothing."""
