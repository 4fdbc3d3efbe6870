"""communique turns reporting on diplomacy into a public record that can be queried."""

__version__ = "0.1.0"
