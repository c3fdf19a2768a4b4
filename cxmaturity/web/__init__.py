"""What is answered beside Streamlit: the way in, the way out, health, and what every answer carries."""
