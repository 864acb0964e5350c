"""The pure domain: no I/O, no AWS, no Textual."""
