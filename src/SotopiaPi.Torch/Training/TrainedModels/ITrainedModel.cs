using TorchSharp.Modules;

namespace SotopiaPi.Torch;

/// <summary>What a run trains: a decoder, and the parameters of it or beside it that change. Lives on the device's queue.</summary>
internal interface ITrainedModel : IDisposable
{
    /// <summary>Gets the decoder.</summary>
    Decoder Decoder { get; }

    /// <summary>Gets the parameters that train, in an order that does not depend on where they came from: it decides how their norm is rounded.</summary>
    IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Gets what is computed of the state before a target; <see langword="null"/> for its −log p.</summary>
    RowLosses? Losses { get; }

    /// <summary>Lets dropout draw as it does in a step, until what is returned is disposed; <see langword="null"/> where there is none.</summary>
    IDisposable? Dropout(int step);

    /// <summary>Writes what was trained, in the form in which it is loaded for play.</summary>
    void Save(string folder);
}
