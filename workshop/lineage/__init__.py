"""The thread from a diagnosis to a milestone, as graph, picture and stories."""
