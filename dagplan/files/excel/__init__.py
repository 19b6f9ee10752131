"""Excel workbooks: read with care, a template to fill in, and the plan laid out as a planner's day."""
