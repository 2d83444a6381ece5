namespace SotopiaPi.Torch;

/// <summary>A register of float32 numbers; kernels are written once over it and compiled for each width.</summary>
internal unsafe interface ILane<TSelf> where TSelf : struct, ILane<TSelf>
{
    /// <summary>Gets how many numbers it holds.</summary>
    static abstract int Width { get; }

    /// <summary>Gets how many rows of a product fit in the registers of such a machine, two lanes each.</summary>
    static abstract int RowStep { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Of(float value);

    static abstract TSelf Load(float* source);

    static abstract void Store(float* target, TSelf value);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>eˣ for x ≤ 0, to two units in the last place; 0 below the smallest normal number and for −∞.</summary>
    static abstract TSelf ExpOfNegative(TSelf x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>The sum of all numbers.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>The largest of all numbers.</summary>
    static abstract float Largest(TSelf value);
}
