"""Parse articles: the language model, questions about tokens, and headlines in title case."""
