"""What is printed before a meeting: the agenda, paper ballots, the sheet to sign on."""
