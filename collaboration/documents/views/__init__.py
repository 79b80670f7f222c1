"""The pages of joint documents, one module for each part of the way."""
