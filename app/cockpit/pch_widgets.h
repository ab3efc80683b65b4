// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the folders with widgets.
#pragma once

#include "pch_core.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>
#include <QWidget>
