"""Hard cases of layout in words of our own, and a ruler for the pages that come out."""
