"""The keepers' tools: what helps a person to add a document to the dataset."""
