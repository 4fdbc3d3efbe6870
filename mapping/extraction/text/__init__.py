"""Words, sentences, quotations and phrases of a text, without a parser."""
