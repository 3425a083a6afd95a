-- The step goes here, in place of a statement that does nothing.
SELECT 1;
