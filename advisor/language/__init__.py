"""The condition language: parsed once, read by several engines that must agree (design, section 4 and 5)."""
