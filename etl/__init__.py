"""From coded CSV rows to a checked, immutable release. Knows nothing of the dashboard."""
