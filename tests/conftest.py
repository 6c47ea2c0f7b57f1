"""What every test can ask for: real services, started when first needed."""

pytest_plugins = ["tests.second_try", "tests.services"]
