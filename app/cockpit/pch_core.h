// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the folders without widgets: single headers, never a whole Qt module.
#pragma once

#include <QAbstractTableModel>
#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>
