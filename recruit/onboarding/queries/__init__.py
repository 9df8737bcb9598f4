"""Reading onboarding; `plans` holds the loaders, which scope every query by the actor."""
