// Seeds, the default type and the default device belong to the whole process, and libtorch's threads are shared.
[assembly: NonParallelizable]
[assembly: SotopiaPi.Testing.Seeded]
