"""Names that no registry holds, found by a trained model: companies, people, products, places.

A text is cut into tokens (:mod:`nlp.names.tokens`), each told by features (:mod:`nlp.names.features`); a linear chain
over them (:mod:`nlp.names.chain`) says which tokens make a name. All of it is arrays, so that whole
articles are read, not only the sentences a matcher can afford.
"""
