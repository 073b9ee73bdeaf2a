"""The library for notebooks and scripts: what `import nntui` offers."""
