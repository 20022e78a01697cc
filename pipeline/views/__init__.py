"""What is read of the workspace to be shown: by pages, API and assistants alike. Nothing here writes."""
