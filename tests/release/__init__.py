"""What is released: wheel, sdist, the file that runs by itself, the container and its manifest."""
