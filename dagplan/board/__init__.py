"""The planner's board: pages that are a client of the service's API, with everything they need beside them."""
