"""How the service is put in place: `local` for one machine, the rest for real ones. Not part of the product's wheel."""
