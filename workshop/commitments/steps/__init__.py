"""The steps of a record: from draft to complete, validated, approved, published."""
