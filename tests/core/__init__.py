"""The pure part: tested on paper values, tables and properties."""
