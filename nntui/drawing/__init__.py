"""From arrays to character cells: palettes, a cell buffer, heat maps, the geometry of the diagram. No Textual here."""
