"""After the sale: the plan, what people change of it, why they bought, and who hears less than before."""
