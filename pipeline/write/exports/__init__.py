"""Records in the forms that other programs read: tables, documents to train on, texts to mark up, pages to read."""
