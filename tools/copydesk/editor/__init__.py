"""What an editor asks for, whatever protocol it speaks: findings, actions, symbols, folds, hover."""
