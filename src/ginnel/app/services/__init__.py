"""What the doors call: one module for each thing that a page does. Rules live below; the doors only show and ask."""
