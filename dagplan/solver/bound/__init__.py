"""What no plan can cost less than: prices, column generation."""
