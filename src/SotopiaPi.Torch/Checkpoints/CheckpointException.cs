namespace SotopiaPi.Torch;

/// <summary>Reports a checkpoint file or folder that cannot be used: what was found, what was wanted and what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates the exception for a file or folder.</summary>
    /// <param name="path">The file or folder that was read or written.</param>
    /// <param name="problem">What is wrong with it and what to do, as one or two sentences.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public CheckpointException(string path, string problem, Exception? inner = null) : base($"'{path}': {problem}", inner)
    {
        Path = path;
    }

    /// <summary>Gets the file or folder in question.</summary>
    public string Path { get; }
}
