namespace SotopiaPi.Torch;

/// <summary>A matrix in memory.</summary>
/// <param name="start">Its first number.</param>
/// <param name="row">The distance between rows.</param>
/// <param name="column">The distance between columns; one of the two is 1.</param>
internal readonly unsafe struct MatrixView(float* start, nint row, nint column)
{
    public float* Start { get; } = start;

    public nint Row { get; } = row;

    public nint Column { get; } = column;

    /// <summary>Gets the matrix with rows and columns exchanged.</summary>
    public MatrixView Transposed => new(Start, Column, Row);

    /// <summary>Gives the address of an entry.</summary>
    public float* At(nint i, nint j) => Start + (i * Row) + (j * Column);
}
