/** Stands in for packages that the program never uses at run time. */
export default {};
