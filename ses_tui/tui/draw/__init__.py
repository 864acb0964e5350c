"""Drawing by pure functions: text and bands in, runs of cells out; no widget, no Textual."""
