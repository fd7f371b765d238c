"""How things are shown: words, one style sheet, marks of figures."""
