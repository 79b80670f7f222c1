"""The steps around a transferred case: hand-over, reporting back, filing with the province."""
