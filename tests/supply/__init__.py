"""What a person installs: dependencies of other versions, wheel and sdist, known vulnerabilities."""
