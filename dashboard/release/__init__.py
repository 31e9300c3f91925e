"""An opened release and the questions that it answers. The only room that knows DuckDB."""
