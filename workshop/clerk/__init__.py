"""The clerk: who asks and writes for people in the hall that have no device, under the own name."""
