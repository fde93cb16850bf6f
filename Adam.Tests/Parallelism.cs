// Fixtures run beside each other, one for each processor, and the tests of a fixture one after the other. Fixtures that
// measure the memory of the process, or that stop the server, are marked as NonParallelizable and run alone.
[assembly: Parallelizable(ParallelScope.Fixtures)]
